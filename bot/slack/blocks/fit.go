package blocks

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/slack-go/slack"
)

// encoded is the JSON of blocks as it is sent.
func encoded(list []slack.Block) []byte {
	b, err := json.Marshal(list)
	if err != nil {
		panic("blocks: these cannot be written: " + err.Error()) // our own types only
	}
	return b
}

// measure is how large blocks are for Slack: bytes of their JSON, with & < > as
// the entities it makes of them.
func measure(list []slack.Block) int { return measured(encoded(list)) }

// measured takes JSON as encoding/json writes it, where each of < > & is six
// characters; for Slack it is four, four and five.
func measured(b []byte) int {
	n := len(b)
	n -= 2 * (bytes.Count(b, []byte(`\u003c`)) + bytes.Count(b, []byte(`\u003e`)))
	return n - bytes.Count(b, []byte(`\u0026`))
}

// maxName is how much of a card's id goes into the ids of its blocks.
const maxName = 120

// named gives each block an id of the card, the content and its place, so that
// the same message always has the same ids and another never: Slack keeps the
// state of elements by block_id through edits. It says how large all is.
func named(list []slack.Block, card string) int {
	all := encoded(list)
	sum := sha256.Sum256(all)
	mark := strings.ToLower(base32.StdEncoding.EncodeToString(sum[:5]))
	size := measured(all)
	for i, b := range list {
		id := fmt.Sprintf("%s.%s.%d", idName(card), mark, i)
		setID(b, id)
		size += len(`"block_id":"",`) + len(id)
	}
	return size
}

// idName is what of a card's id an id may hold: letters, digits and a few marks.
func idName(card string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x7f && alphanumeric(byte(r)) || strings.ContainsRune(".-/", r) {
			return r
		}
		return '_'
	}, cut(card, maxName))
}

func setID(b slack.Block, id string) {
	switch b := b.(type) {
	case *slack.HeaderBlock:
		b.BlockID = id
	case *slack.ContextBlock:
		b.BlockID = id
	case *slack.SectionBlock:
		b.BlockID = id
	case *slack.RichTextBlock:
		b.BlockID = id
	case *slack.TableBlock:
		b.BlockID = id
	case *slack.ActionBlock:
		b.BlockID = id
	default:
		panic(fmt.Sprintf("blocks: a %T has no id here", b))
	}
}
