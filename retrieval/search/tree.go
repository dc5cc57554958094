package search

// treeDepth is the number of questions that a Tree asks.
const treeDepth = 3

// Tree is one regression tree, complete, in breadth-first order: node i goes to 2i+1 where its signal is below the cut, else
// to 2i+2; the leaves follow the nodes. A node that does not split has the cut 0 on signal 0, which is always 1.
type Tree struct {
	Signal [1<<treeDepth - 1]uint8
	Cut    [1<<treeDepth - 1]float64
	Leaf   [1 << treeDepth]float64 // log odds
}

// At is what the tree says.
func (t *Tree) At(signals *Signals) float64 {
	i := 0
	for i < len(t.Signal) {
		i = 2*i + 1
		if n := i / 2; signals[t.Signal[n]] >= t.Cut[n] {
			i++
		}
	}
	return t.Leaf[i-len(t.Signal)]
}
