package bot

// Failure is why a Composer failed, in the words of a reader beside the error that the operator's log gets.
type Failure struct {
	Reader string // a clause without its full stop: "The language model is busy with other questions"
	Notice string // what a reader is told beside what was drafted before, a whole sentence; "" is that it was cut short
	Err    error
}

func (f *Failure) Error() string { return f.Err.Error() }

func (f *Failure) Unwrap() error { return f.Err }
