package attach

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPrinted: orders as a browser prints them, whose cells are of many lines, at
// the top, the middle or the bottom beside each other.
func TestPrinted(t *testing.T) {
	bolt, shelf := "Hex bolt M6 x 20 mm, zinc plated, DIN 933, box of 100", "Steel shelving basic bay galvanised 2000 x 1000 x 500 mm incl. 5 shelves and bolts"
	full := [][]string{{"LV-1101", bolt, "250", "pcs", "0,52", "130,00"}, {"LV-2106", shelf, "3", "set", "189,00", "567,00"},
		{"LV-2317", "Stretch film black", "12", "roll", "11,40", "136,80"}, {"LV-2606", "Compressor 8 bar", "1", "pcs", "649,00", "649,00"},
		{"LV-1830", "Safety boots S3", "18", "pair", "72,50", "1.305,00"}}
	for name, want := range map[string][][]string{
		"narrow.pdf": full, "bottom.pdf": full, "center.pdf": full,
		"under.pdf": {{"1", bolt + " Your no. LV-1101", "250 pcs", "0,52"}, {"2", shelf + " Your no. LV-2106", "3 set", "189,00"}, {"3", "Stretch film black Your no. LV-2317", "12 roll", "11,40"},
			{"4", "Compressor 8 bar Your no. LV-2606", "1 pcs", "649,00"}, {"5", "Safety boots S3 Your no. LV-1830", "18 pair", "72,50"}},
		"two.pdf": {{"LV-1101", bolt, "250"}, {"LV-2106", shelf, "3"}, {"LV-2317", "Stretch film black", "12"}, {"Order B", "", ""},
			{"Qty", "Item no.", "Description"}, {"1", "LV-2606", "Compressor 8 bar"}, {"18", "LV-1830", "Safety boots S3"}},
	} {
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join("testdata", name))
			if err != nil {
				t.Fatal(err)
			}
			got := texts(Read(t.Context(), name, "", data, Limits{}))
			if d := cmp.Diff(want, got[max(0, len(got)-len(want)):]); d != "" {
				t.Error(d)
			}
		})
	}
}
