package local

import (
	"os"
	"unsafe"

	"github.com/blevesearch/mmap-go"
)

// mapFile maps a file, for reading. unmap ends that; nothing may then be left that points into it.
func mapFile(path string) (b []byte, unmap func(), err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	stat, err := f.Stat()
	if err != nil {
		return nil, nil, err
	}
	if stat.Size() == 0 { // which no system maps
		return nil, func() {}, nil
	}
	m, err := mmap.Map(f, mmap.RDONLY, 0)
	if err != nil {
		return nil, nil, &os.PathError{Op: "map", Path: path, Err: err}
	}
	return m, func() {
		if err := m.Unmap(); err != nil {
			panic(err) // only of what is not mapped
		}
	}, nil
}

// fixed are the numbers that lie in files as they lie in memory.
type fixed interface {
	uint32 | int32 | uint64 | float32
}

// bytesOf is the memory of numbers.
func bytesOf[T fixed](numbers []T) []byte {
	var one T
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(numbers))), len(numbers)*int(unsafe.Sizeof(one)))
}

// numbersOf reads memory, which begins at a multiple of a number's size, as numbers.
func numbersOf[T fixed](b []byte) []T {
	var one T
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(b))), len(b)/int(unsafe.Sizeof(one)))
}

// textOf reads memory as text, without a copy: nothing of it may outlive the memory.
func textOf(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
