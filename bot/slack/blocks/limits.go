package blocks

// What Slack takes, in characters unless said otherwise.
// https://docs.slack.dev/reference/block-kit and, where marked (r), reported by users.
const (
	maxBlocks  = 50     // of a message
	maxView    = 100    // blocks of a modal or the Home
	maxText    = 3000   // a text object
	maxHeader  = 150    //
	maxButton  = 75     // a button's words
	maxValue   = 2000   // a button's value
	maxOption  = 150    // an option's value; its words take 75
	maxID      = 255    // action_id, block_id
	maxActions = 25     // elements of an actions block
	maxContext = 10     // elements of a context block
	maxRows    = 100    // rows of a table, its head among them
	maxColumns = 20     //
	maxTable   = 10_000 // all cells of the tables of a message
	maxWhole   = 13_200 // JSON of all blocks of a message (r)
	goalWhole  = 12_500 // what we aim at
)
