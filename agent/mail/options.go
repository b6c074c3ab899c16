package mail

import "strings"

// ParseOptions says who we are and how much of a mail is kept. The zero value
// works: nothing is ours, nobody is trusted, no network is used.
type ParseOptions struct {
	// Own are the desk's addresses. Mail from them is automatic.
	Own []string
	// OurID says whether a Message-ID was made by us. Nil: every one may be.
	OurID func(id string) bool
	// TrustedServers are the authserv-ids whose Authentication-Results are
	// believed (RFC 8601 section 5). They must be servers that remove such
	// fields from the mail they accept.
	TrustedServers []string
	// LookupTXT asks the DNS for our own DKIM check. Nil: no own check.
	LookupTXT func(domain string) ([]string, error)

	MaxText  int // bytes of Text and of HTML; 0 is 4 MiB
	MaxFiles int // files kept; 0 is 500
	MaxDepth int // multiparts in one mail; 0 is 400
}

const (
	maxHeader     = 1 << 20
	maxRaw        = 64 << 20
	maxName       = 200 // runes of a display name
	maxSubject    = 900 // runes
	maxRecipients = 1000
	maxDefects    = 50
	maxReferences = 200
)

func (o ParseOptions) maxText() int  { return orDefault(o.MaxText, 4<<20) }
func (o ParseOptions) maxFiles() int { return orDefault(o.MaxFiles, 500) }
func (o ParseOptions) maxDepth() int { return orDefault(o.MaxDepth, 400) }

func orDefault(n, d int) int {
	if n <= 0 {
		return d
	}
	return n
}

func (o ParseOptions) isOwn(addr string) bool {
	for _, own := range o.Own {
		if addr != "" && strings.EqualFold(own, addr) {
			return true
		}
	}
	return false
}

func (o ParseOptions) isOurID(id string) bool {
	return id != "" && (o.OurID == nil || o.OurID(id))
}
