package store

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"

	"salesclerk/agent/task"
)

// states are all states a task is indexed under; a state's place here is its
// place in the keys of write.lua and delete.lua.
var states = []task.State{task.Working, task.Attention, task.Paused, task.Waiting, task.Completed, task.Stopped}

// keys names every key of a desk. All have the desk's hash tag, hence one slot.
type keys struct{ base string }

func newKeys(prefix, desk string) keys { return keys{prefix + "{" + tag(desk) + "}:"} }

func (k keys) ids() string                  { return k.base + "ids" }                  // string: the number given last
func (k keys) task(id string) string        { return k.base + "task:" + id }           // string: "REV STATE FORM\n" and JSON, see stored.go
func (k keys) has(id string) string         { return k.base + "has:" + id }            // set: "b"+blob and "t"+thread of the task
func (k keys) updated() string              { return k.base + "updated" }              // sorted set: task by Updated, microseconds
func (k keys) state(s task.State) string    { return k.base + "in:" + string(s) }      // sorted set: task by Since (attention, paused) or Updated
func (k keys) mails() string                { return k.base + "mails" }                // hash: digest of mail key → task
func (k keys) threads() string              { return k.base + "threads" }              // hash: digest of Message-ID → task
func (k keys) jobs() string                 { return k.base + "jobs" }                 // stream: field j is the job's JSON
func (k keys) later() string                { return k.base + "later" }                // sorted set: job JSON by time, milliseconds
func (k keys) blob(b string) string         { return k.base + "blob:" + b }            // string: "0" raw or "1" deflated, then bytes
func (k keys) blobRefs() string             { return k.base + "blobrefs" }             // hash: blob → number of tasks that refer to it
func (k keys) marks(name string) string     { return k.base + "marks:" + owner(name) } // hash: mark → value
func (k keys) cards(card string) string     { return k.base + "cards:" + owner(card) } // hash: card and room → where it was posted
func (k keys) values() string               { return k.base + "values" }               // hash: name → value
func (k keys) count(day string) string      { return k.base + "count:" + day }         // hash: figure → integer
func (k keys) notices() string              { return k.base + "notices" }              // list: ids, newest first
func (k keys) noticeText() string           { return k.base + "noticetext" }           // hash: id → JSON
func (k keys) lease(name string) string     { return k.base + "lease:" + name }        // string with expiry: "TOKEN HOLDER"
func (k keys) fence() string                { return k.base + "fence" }                // string: the fencing token given last
func (k keys) due(list string) string       { return k.base + "due:" + list }          // sorted set: name by when it became due
func (k keys) dueSeq(list string) string    { return k.base + "dueseq:" + list }       // string: the stamp given last
func (k keys) dueStamps(list string) string { return k.base + "duestamps:" + list }    // hash: name → stamp
func (k keys) dueNews(list string) string   { return k.base + "duenews:" + list }      // channel: something became due
func (k keys) kept(name string) string      { return k.base + "kept:" + name }         // string with expiry
func (k keys) news() string                 { return k.base + "news" }                 // channel: "ID REV", or "" for anything else

func (k keys) states() []string {
	out := make([]string, len(states))
	for i, s := range states {
		out[i] = k.state(s)
	}
	return out
}

// recordKeys names every key of an embedded back office.
type recordKeys struct{ base string }

func newRecordKeys(prefix, name string) recordKeys {
	return recordKeys{prefix + "{erp:" + tag(name) + "}:"}
}

func (k recordKeys) data(kind string) string    { return k.base + "data:" + kind }    // hash: id → "REV\n" and bytes
func (k recordKeys) changes(kind string) string { return k.base + "changes:" + kind } // sorted set: id by revision; also of the deleted
func (k recordKeys) seq() string                { return k.base + "seq" }             // string: the revision given last
func (k recordKeys) epoch() string              { return k.base + "epoch" }           // string: made up when the store began; part of every mark
func (k recordKeys) counters() string           { return k.base + "counters" }        // hash: counter → number given last
func (k recordKeys) done(nonce string) string   { return k.base + "done:" + nonce }   // string with expiry: a commit that was carried out
func (k recordKeys) alias(c string) string      { return k.base + "alias:" + c }      // hash: folded words → JSON, of one customer
func (k recordKeys) aliasTimes(c string) string { return k.base + "aliastimes:" + c } // sorted set: folded words, of forgotten ones too, by the time of the last decision, microseconds
func (k recordKeys) aliasCustomers() string     { return k.base + "aliascustomers" }  // set: customers with something in alias

// tag makes a name safe between the braces of a hash tag. An empty tag would
// not count as one, and a brace would end it early.
func tag(name string) string {
	if name == "" {
		return "%"
	}
	var b strings.Builder
	for _, c := range []byte(name) {
		if strings.IndexByte("{}:%", c) >= 0 || c < ' ' {
			fmt.Fprintf(&b, "%%%02x", c)
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

// owner is the part of a mark's or card's name up to the first "/": the task, by
// the custom of job keys ("T-1042/7/send"), so that it goes when the task goes.
func owner(name string) string {
	id, _, _ := strings.Cut(name, "/")
	return id
}

// digest shortens a stranger's identifier to a fixed size.
func digest(s string) string {
	h := sha256.Sum256([]byte(s))
	return base64.RawURLEncoding.EncodeToString(h[:16])
}
