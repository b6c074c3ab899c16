package attach

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCellsInTheMiddle: a description of two or three lines with its number and
// quantity set in the middle beside it, as spreadsheets and browsers print them.
func TestCellsInTheMiddle(t *testing.T) {
	words := put(50, 700, "Item") + put(130, 700, "Description") + put(350, 700, "Qty") + put(420, 700, "Price") +
		put(130, 678, "Oak desk, oiled,") + put(50, 672, "A-100") + put(350, 672, "2") + put(420, 672, "1,000.00") + put(130, 666, "with two drawers") +
		put(50, 642, "A-200") + put(130, 642, "Lamp") + put(350, 642, "12") + put(420, 642, "54.90") +
		put(130, 620, "Chair with arms,") + put(50, 608, "A-300") + put(130, 608, "black leather,") + put(350, 608, "4") + put(420, 608, "192.80") + put(130, 596, "on castors") +
		put(350, 572, "Total") + put(420, 572, "4,429.00")
	c := Read(t.Context(), "po.pdf", "", page(words), Limits{})
	want := [][]string{{"Item", "Description", "Qty", "Price"}, {"A-100", "Oak desk, oiled, with two drawers", "2", "1,000.00"},
		{"A-200", "Lamp", "12", "54.90"}, {"A-300", "Chair with arms, black leather, on castors", "4", "192.80"}, {"", "", "Total", "4,429.00"}}
	if d := cmp.Diff(want, texts(c)); d != "" {
		t.Errorf("%s\n%s", d, c.Text)
	}
}

// TestDescriptionFirst: the cell of several lines is the first, and says what is
// wanted; rows of one line between them, and sums close below, stay rows.
func TestDescriptionFirst(t *testing.T) {
	words := put(50, 700, "Description") + put(300, 700, "Quantity") + put(420, 700, "Unit") +
		put(50, 680, "Oak desk, oiled,") + put(300, 674, "2") + put(420, 674, "pcs") + put(50, 668, "with two drawers") +
		put(50, 648, "Lamp") + put(300, 648, "12") + put(420, 648, "pcs") +
		put(50, 628, "Steel shelf 5") + put(300, 628, "3") + put(420, 628, "pcs") + put(300, 616, "17") + put(420, 616, "pieces")
	c := Read(t.Context(), "po.pdf", "", page(words), Limits{})
	want := [][]string{{"Description", "Quantity", "Unit"}, {"Oak desk, oiled, with two drawers", "2", "pcs"}, {"Lamp", "12", "pcs"}, {"Steel shelf 5", "3", "pcs"}, {"", "17", "pieces"}}
	if d := cmp.Diff(want, texts(c)); d != "" {
		t.Errorf("%s\n%s", d, c.Text)
	}
}
