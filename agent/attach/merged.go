package attach

import (
	"cmp"
	"slices"
)

// spread gives the rows below a cell that is one over several of them its words,
// as a person sees them: one description beside three sizes. Numbers stay where
// they are, as one quantity beside two rows is asked for once.
type spread struct {
	merged [][4]int // column, row, column, row
	sorted bool
	open   map[[4]int]Cell
}

// row takes the next row, which is the nth.
func (s *spread) row(row []Cell, n int) {
	if !s.sorted {
		slices.SortFunc(s.merged, func(a, b [4]int) int { return cmp.Compare(a[1], b[1]) })
		s.sorted, s.open = true, map[[4]int]Cell{}
	}
	for m, cell := range s.open {
		switch at := m[0] - 1; {
		case n > m[3]:
			delete(s.open, m)
		case at < len(row) && row[at].Text == "" && slices.ContainsFunc(row, numeric):
			row[at].Text = cell.Text
		}
	}
	for len(s.merged) > 0 && s.merged[0][1] <= n {
		m := s.merged[0]
		s.merged = s.merged[1:]
		if at := m[0] - 1; m[1] == n && at < len(row) && row[at].Text != "" && !numeric(row[at]) {
			s.open[m] = row[at]
		}
	}
}
