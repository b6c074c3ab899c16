package mail

import (
	"net/mail"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/jhillyerd/enmime/v2"
)

// addressPattern finds an address where the grammar of RFC 5322 was not kept.
var addressPattern = regexp.MustCompile(`[^\s<>"(),:;@\[\]\x00-\x1f]{1,128}@[^\s<>"(),:;@\[\]\x00-\x1f]{1,253}`)

// parseAddresses reads an address field as far as it can be read. ok is false
// when its form was wrong, even if addresses were found.
func parseAddresses(s string) (list []Address, ok bool) {
	if strings.TrimSpace(s) == "" {
		return nil, true
	}
	parsed, err := readAddressList(s)
	if err != nil {
		return looseAddresses(s), false
	}
	ok = true
	for _, a := range parsed {
		addr := cleanAddr(a.Address)
		if addr == "" && strings.Contains(a.Address, "@") {
			ok = false
		}
		if addr != "" || a.Name != "" {
			list = append(list, Address{cutRunes(oneLine(a.Name), maxName), addr})
		}
	}
	return list, ok
}

// readAddressList first trusts the standard library: the tolerant parser
// rewrites the field before reading it, which is only wanted as a second try.
func readAddressList(s string) ([]*mail.Address, error) {
	p := mail.AddressParser{WordDecoder: wordDecoder}
	if list, err := p.ParseList(s); err == nil {
		return list, nil
	}
	if len(s) > 64<<10 {
		return nil, mail.ErrHeaderNotPresent
	}
	return enmime.ParseAddressList(s)
}

func looseAddresses(s string) []Address {
	var list []Address
	rest := s
	for len(list) < maxRecipients {
		at := addressPattern.FindStringIndex(rest)
		if at == nil {
			break
		}
		name := strings.Trim(decodeWords(rest[:at[0]]), ` ,;<>"'`)
		list = append(list, Address{cutRunes(name, maxName), cleanAddr(rest[at[0]:at[1]])})
		rest = rest[at[1]:]
	}
	if len(list) == 0 {
		if name := strings.Trim(decodeWords(s), ` ,;<>"'`); name != "" {
			list = append(list, Address{Name: cutRunes(name, maxName)})
		}
	}
	return list
}

// cleanAddr lower-cases the domain. It answers "" for what no mail can be sent to.
func cleanAddr(addr string) string {
	addr = strings.TrimSpace(addr)
	at := strings.LastIndexByte(addr, '@')
	if at <= 0 || at == len(addr)-1 || len(addr) > 320 || !utf8.ValidString(addr) {
		return ""
	}
	for _, r := range addr {
		if unicode.IsControl(r) || isBidi(r) || r == '<' || r == '>' {
			return ""
		}
	}
	domain := strings.TrimSuffix(strings.ToLower(addr[at+1:]), ".")
	if domain == "" || strings.ContainsAny(domain, " ,;()\"\\") {
		return ""
	}
	return addr[:at] + "@" + domain
}

// Domain is the part after the @, in lower case; "" if there is none.
func (a Address) Domain() string {
	if at := strings.LastIndexByte(a.Addr, '@'); at >= 0 {
		return strings.ToLower(a.Addr[at+1:])
	}
	return ""
}

func (a Address) local() string {
	if at := strings.LastIndexByte(a.Addr, '@'); at >= 0 {
		return strings.ToLower(a.Addr[:at])
	}
	return ""
}
