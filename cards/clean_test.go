package cards

import "testing"

func TestCut(t *testing.T) {
	for _, c := range []struct {
		in   string
		n    int
		want string
	}{
		{"", 5, ""}, {"abcde", 5, "abcde"}, {"abcdef", 5, "abcd…"}, {"ab   cdef", 6, "ab…"},
		{"𝔘𝔫𝔦𝔠𝔬", 3, "𝔘𝔫…"}, {"abc", 1, "…"}, {"a\xffb\xffc", 4, "a\xffb…"},
	} {
		if have := cut(c.in, c.n); have != c.want {
			t.Errorf("cut(%q, %d) = %q, want %q", c.in, c.n, have, c.want)
		}
	}
}

func TestCutRows(t *testing.T) {
	for _, c := range []struct {
		in      string
		n, rows int
		want    string
		gone    bool
	}{
		{"a\nb", 10, 2, "a\nb", false}, {"a\nb\n", 10, 2, "a\nb\n…", true}, {"a\nb\nc", 10, 2, "a\nb\n…", true}, {"abcdef", 3, 2, "ab…", true},
	} {
		have, gone := cutRows(c.in, c.n, c.rows)
		if have != c.want || gone != c.gone {
			t.Errorf("cutRows(%q) = %q %v, want %q %v", c.in, have, gone, c.want, c.gone)
		}
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"a\u202eb\u2066c\u200fd\ufeff":          "abcd",
		"\x1b[31mred\x07\x00":                   "[31mred",
		"two\r\nrows\u2028more\tx":              "two rows more x",
		"bad\xffbyte":                           "bad\ufffdbyte",
		"1\u00a0234\u202f5":                     "1\u00a0234\u202f5",
		"a\u2003\u3000b":                        "a b",
		"ta\U000e0041g\u00ad\u200bx":            "tagx",
		"Z\u0301\u0301\u0301\u0301\u0301\u0301": "Z\u0301\u0301\u0301\u0301",
		"👩\u200d👧":                              "👩\u200d👧",
	} {
		if have := (Text{S: in}).Line(); have != want {
			t.Errorf("Line(%q) = %q, want %q", in, have, want)
		}
	}
	if have := (Text{S: "a\r\n b\rc"}).Para(); have != "a\n b\nc" {
		t.Errorf("Para = %q", have)
	}
}
