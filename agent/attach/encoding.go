package attach

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	wide "golang.org/x/text/encoding/unicode"
)

// decode makes UTF-8 of a text: by its byte order mark, as UTF-16 where every
// other byte is zero, as UTF-8 if it is some, else as the 8-bit encoding that
// gives the likeliest letters. Marks that cannot be seen are left out.
func decode(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return seen(decoded(wide.UTF16(wide.LittleEndian, wide.UseBOM), data))
	case halfZero(data, 1):
		return seen(decoded(wide.UTF16(wide.LittleEndian, wide.IgnoreBOM), data))
	case halfZero(data, 0):
		return seen(decoded(wide.UTF16(wide.BigEndian, wide.IgnoreBOM), data))
	case utf8.Valid(data):
		return seen(string(data))
	}
	return seen(likeliest(data))
}

func decoded(e encoding.Encoding, data []byte) string {
	out, err := e.NewDecoder().Bytes(data)
	if err != nil {
		return strings.ToValidUTF8(string(data), "?")
	}
	return string(out)
}

// halfZero says whether most bytes at even (0) or odd (1) places are zero and
// hardly any of the others: UTF-16 of a Latin text without its mark.
func halfZero(data []byte, odd int) bool {
	head := data[:min(len(data), 1024)]
	var zero [2]int
	for i, b := range head {
		if b == 0 {
			zero[i%2]++
		}
	}
	half := len(head) / 2
	return half > 0 && zero[odd]*10 >= half*7 && zero[1-odd]*20 <= half
}

// eightBit are the encodings that spreadsheets and tills still write: Windows,
// DOS in the north and west of Europe, the old Mac. The first wins a tie.
var eightBit = []*charmap.Charmap{charmap.Windows1252, charmap.CodePage850, charmap.Macintosh}

// expected are the letters and signs beyond ASCII that orders in our languages hold.
const expected = "æøåÆØÅäöüÄÖÜßéèêëàâçîïôûùœÉÈÊÀÂÇÎÔÛáíóúñÁÍÓÚÑãõÃÕìòÌÒ€£°²³½¼×µ–’“”„«»§ø·\u00a0"

func likeliest(data []byte) string {
	head := data[:min(len(data), 64<<10)]
	best, top := eightBit[0], -1<<30
	for _, e := range eightBit {
		points := 0
		for _, b := range head {
			if b < 0x80 {
				continue
			}
			if strings.ContainsRune(expected, e.DecodeByte(b)) {
				points++
			} else {
				points -= 2
			}
		}
		if points > top {
			best, top = e, points
		}
	}
	return decoded(best, data)
}

// seen is s without what shows nothing: byte order marks, marks of zero width
// and of direction, and controls. What a reviewer cannot see must not be read.
func seen(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t' || r == '\f':
			return r
		case unicode.In(r, unicode.Cf, unicode.Cc, unicode.Variation_Selector), r >= 0xe0000 && r < 0xe0080, r == 0x115f, r == 0x1160, r == 0x3164, r == 0xffa0, r == 0x034f:
			return -1
		}
		return r
	}, s)
}
