package rules

import "testing"

// TestAFigureOfTheNameIsNoNumberOfThem: four litres are not four bins.
func TestAFigureOfTheNameIsNoNumberOfThem(t *testing.T) {
	const bins = "40 LV-2005; 3 LV-1717" // storage bins 4 L, tapes
	readTurns(t, "en", []turn{
		{bins, "Please take the storage bins 4 L off the quote.", "change; -40 LV-2005"},
		{bins, "Remove the 4 L bins.", "change; -40 LV-2005"},
		{bins, "Please remove 4 bins.", "change; =36 LV-2005"},
		{bins, "Please take 4 storage bins 4 L off the quote.", "change; =36 LV-2005"},
	})
}
