package blocks

// What Slack takes, in characters unless said otherwise.
// https://docs.slack.dev/reference/block-kit and, where marked (r), reported by users.
const (
	maxBlocks  = 50     // of a message
	maxText    = 3000   // a text object
	maxHeader  = 150    //
	maxButton  = 75     // a button's words, an option's words
	maxOption  = 150    // an option's value
	maxID      = 255    // action_id, block_id
	maxActions = 25     // elements of an actions block
	maxMenu    = 5      // options of an overflow menu, from 2
	maxRows    = 100    // rows of a table, its head among them
	maxColumns = 20     //
	maxTable   = 10_000 // all cells of a message's table

	// The whole of a message's blocks is refused (msg_blocks_too_long) at some
	// 13,200 characters of JSON (r). The goals are in bytes of JSON with & < > as
	// entities: never fewer than characters, whatever Slack counts exactly.
	goalWhole = 12_500
	goalPlain = 7_000 // where Slack has refused the first try
)

// Limits of our own: what can be read in seconds.
const (
	maxContextPart = 120 // runes of a part of the context line
	maxTitle       = 150 // runes of a block's title
	maxLabel       = 100 // runes of a field's label
	maxNote        = 300 // runes of what says what was cut
	maxSettled     = 600 // runes of the sentence that settled a card
	maxNotify      = 600 // runes of a notification
)

// size is how much of each thing is shown.
type size struct {
	quote  int // runes of a quote
	rows   int // rows of a table
	cell   int // runes of a cell
	items  int // fields or files of a block, sentences of a card
	text   int // runes of a sentence or a value
	blocks int // blocks of a card that are no sentences
}

// The runes of a block's title and of its note at a size.
func (s size) title() int { return min(maxTitle, max(30, s.text)) }
func (s size) label() int { return min(maxLabel, max(20, s.text)) }
func (s size) note() int  { return min(maxNote, max(80, s.text)) }

// sizes are the steps in which something too large is shortened. A modal holds
// whole mails, so it starts with the first; a card is never larger than the
// fourth, and starts there.
var sizes = []size{
	{quote: 60_000, rows: 1000, cell: 300, items: 1000, text: 2000, blocks: 200},
	{quote: 20_000, rows: 400, cell: 200, items: 300, text: 1000, blocks: 100},
	{quote: 8_000, rows: 150, cell: 120, items: 100, text: 600, blocks: 80},
	{quote: 2_500, rows: 60, cell: 100, items: 60, text: 420, blocks: 40},
	{quote: 900, rows: 12, cell: 72, items: 16, text: 400, blocks: 40},
	{quote: 600, rows: 8, cell: 60, items: 12, text: 300, blocks: 30},
	{quote: 400, rows: 6, cell: 48, items: 10, text: 240, blocks: 20},
	{quote: 250, rows: 4, cell: 40, items: 8, text: 160, blocks: 12},
	{quote: 160, rows: 3, cell: 32, items: 6, text: 120, blocks: 10},
	{quote: 100, rows: 2, cell: 24, items: 4, text: 90, blocks: 8},
	{quote: 60, rows: 1, cell: 20, items: 2, text: 60, blocks: 6},
	{quote: 40, rows: 0, cell: 16, items: 1, text: 40, blocks: 2},
	{quote: 0, rows: 0, cell: 8, items: 0, text: 30, blocks: 0},
}

const cardSizes = 3 // index of the first size of a card
