package judge

// The packages, each in one exact version. To raise one, take the newest from
// `npm view NAME version` and let the tests say what changed.
const (
	TypeScript      = "typescript@7.0.2"
	SlackTypes      = "@slack/types@3.2.0"
	TeamsCards      = "@microsoft/teams.cards@2.1.0"
	AdaptiveCards   = "adaptivecards@3.0.6"
	SlackBlocks     = "slack-blocks-to-jsx@1.1.1"
	React           = "react@19.3.1"
	ReactDOM        = "react-dom@19.3.1"
	Bolt            = "@slack/bolt@5.1.0"
	BotBuilder      = "botbuilder@4.23.3"
	Express         = "express@5.3.0"
	RedisClient     = "redis@6.3.1"
	resolvedAsOfDay = "2026-11-21" // what the packages need in turn is taken as it was on that day
)
