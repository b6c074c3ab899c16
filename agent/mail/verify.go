package mail

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/emersion/go-msgauth/authres"
	"github.com/emersion/go-msgauth/dkim"
	"golang.org/x/net/publicsuffix"
)

const (
	pass = "pass"
	fail = "fail"
	none = "none"
)

// verify says whether anything proves that the mail is from the domain it names:
// the results of a server that is trusted, else our own DKIM check.
func (p *parsing) verify(raw []byte) (string, string) {
	if n := len(p.fields.all("from")); n != 1 {
		if n > 1 {
			return fail, "the mail names its sender more than once"
		}
		return none, "the mail names no sender"
	}
	if list, _ := parseAddresses(p.fields.get("from")); len(list) > 1 {
		return fail, "the mail names more than one sender"
	}
	domain := p.msg.From.Domain()
	if domain == "" {
		return none, "the sender's address cannot be read"
	}
	if verdict, why := trustedVerdict(p.trustedResults(), domain); verdict != none {
		return verdict, why
	}
	return p.ownCheck(raw, domain)
}

// trustedResults are the results that our own server put on top. A sender can
// write such fields too, but only below the first Received field that follows.
func (p *parsing) trustedResults() []authres.Result {
	var results []authres.Result
	found := false
	for _, f := range p.fields {
		if found && f.name == "received" {
			break
		}
		if f.name != "authentication-results" {
			continue
		}
		id, rs, err := readResults(f.value)
		if err != nil || !slices.ContainsFunc(p.o.TrustedServers, func(s string) bool { return strings.EqualFold(s, id) }) {
			continue
		}
		found = true
		results = append(results, rs...)
	}
	return results
}

// readResults reads a field of RFC 8601. The server's id may be followed by a
// version.
func readResults(v string) (id string, rs []authres.Result, err error) {
	defer func() {
		if r := recover(); r != nil { // a stranger's words must not end the program
			err = fmt.Errorf("reading Authentication-Results: %v", r)
		}
	}()
	if len(v) > 16<<10 {
		return "", nil, fmt.Errorf("the field Authentication-Results is too long")
	}
	id, rs, err = authres.Parse(v)
	id, _, _ = strings.Cut(strings.TrimSpace(id), " ")
	return id, rs, err
}

// trustedVerdict weighs the results: DMARC decides; else an aligned DKIM or SPF
// pass is enough; else a failure is one.
func trustedVerdict(results []authres.Result, domain string) (string, string) {
	failed := ""
	for _, r := range results {
		if d, ok := r.(*authres.DMARCResult); ok {
			switch {
			case d.Value == authres.ResultPass && (d.From == "" || strings.EqualFold(d.From, domain)):
				return pass, "DMARC passed for " + domain
			case d.Value == authres.ResultFail:
				return fail, "DMARC failed for " + domain
			}
		}
	}
	for _, r := range results {
		switch d := r.(type) {
		case *authres.DKIMResult:
			if d.Value == authres.ResultPass && aligned(signer(d), domain) {
				return pass, "the mail is signed by " + signer(d)
			}
			if d.Value == authres.ResultFail && failed == "" {
				failed = "the signature of " + orWords(signer(d), "the mail") + " is broken"
			}
		case *authres.SPFResult:
			if d.Value == authres.ResultPass && aligned(domainOf(d.From), domain) {
				return pass, "the sending server may send for " + domain
			}
			if d.Value == authres.ResultFail || d.Value == authres.ResultSoftFail || d.Value == authres.ResultHardFail {
				failed = "the sending server may not send for " + orWords(domainOf(d.From), domain)
			}
		}
	}
	if failed != "" {
		return fail, cutRunes(oneLine(failed), 200)
	}
	return none, "the mail server proves nothing about " + domain
}

func signer(d *authres.DKIMResult) string {
	if d.Domain != "" {
		return strings.ToLower(d.Domain)
	}
	return domainOf(d.Identifier)
}

func domainOf(addr string) string {
	return strings.ToLower(strings.Trim(addr[strings.LastIndexByte(addr, '@')+1:], "<> "))
}

func orWords(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// aligned is the relaxed alignment of RFC 7489 section 3.1: both belong to the
// same organisation.
func aligned(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	if strings.EqualFold(a, b) {
		return true
	}
	orgA, errA := publicsuffix.EffectiveTLDPlusOne(strings.ToLower(a))
	orgB, errB := publicsuffix.EffectiveTLDPlusOne(strings.ToLower(b))
	return errA == nil && errB == nil && orgA == orgB
}

// ownCheck verifies the mail's DKIM signatures (RFC 6376).
func (p *parsing) ownCheck(raw []byte, domain string) (string, string) {
	if !p.fields.has("dkim-signature") {
		return none, "the mail is not signed and no trusted server vouches for " + domain
	}
	if p.o.LookupTXT == nil {
		return none, "no trusted server vouches for " + domain
	}
	checks, err := dkim.VerifyWithOptions(bytes.NewReader(raw), &dkim.VerifyOptions{LookupTXT: p.o.LookupTXT, MaxVerifications: 5})
	if err != nil && len(checks) == 0 {
		return none, "the mail's signature cannot be read"
	}
	verdict, why := none, "the mail is not signed by "+domain
	for _, c := range checks {
		switch {
		case !aligned(c.Domain, domain):
		case c.Err == nil:
			return pass, "the mail is signed by " + cutRunes(oneLine(strings.ToLower(c.Domain)), 200)
		case dkim.IsTempFail(c.Err):
			why = "the signature of " + domain + " could not be checked now"
		default:
			verdict, why = fail, "the signature of "+domain+" is broken"
		}
	}
	return verdict, why
}
