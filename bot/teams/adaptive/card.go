package adaptive

// The parts of an Adaptive Card that are used here, as JSON wants them.
// https://adaptivecards.microsoft.com, schema 1.5.

// Root is a whole card.
type Root struct {
	Type    string    `json:"type"` // "AdaptiveCard"
	Schema  string    `json:"$schema,omitempty"`
	Version string    `json:"version,omitempty"`
	Lang    string    `json:"lang,omitempty"`
	MSTeams *msTeams  `json:"msteams,omitempty"` // before the body: some clients have read it only there
	Body    []element `json:"body"`
	Actions []action  `json:"actions,omitempty"`
	Refresh *refresh  `json:"refresh,omitempty"`
}

type msTeams struct {
	Width string `json:"width,omitempty"` // "full": Microsoft's types refuse "Full", clients take both
}

type refresh struct {
	Action  execute  `json:"action"`
	UserIDs []string `json:"userIds,omitempty"`
}

// element is one of the element types below.
type element any

// action is one of the action types below.
type action any

type richText struct {
	Type       string `json:"type"` // "RichTextBlock"
	Inlines    []run  `json:"inlines"`
	Separator  bool   `json:"separator,omitempty"`
	Spacing    string `json:"spacing,omitempty"`
	Horizontal string `json:"horizontalAlignment,omitempty"`
}

type run struct {
	Type   string `json:"type"` // "TextRun"
	Text   string `json:"text"`
	Size   string `json:"size,omitempty"`
	Weight string `json:"weight,omitempty"`
	Color  string `json:"color,omitempty"`
	Subtle bool   `json:"isSubtle,omitempty"`
	Italic bool   `json:"italic,omitempty"`
}

type container struct {
	Type      string    `json:"type"` // "Container"
	ID        string    `json:"id,omitempty"`
	Style     string    `json:"style,omitempty"`
	Items     []element `json:"items"`
	Height    string    `json:"minHeight,omitempty"` // at least: "260px"
	Separator bool      `json:"separator,omitempty"`
	Spacing   string    `json:"spacing,omitempty"`
	Visible   *bool     `json:"isVisible,omitempty"`
}

type columnSet struct {
	Type      string   `json:"type"` // "ColumnSet"
	Columns   []column `json:"columns"`
	Separator bool     `json:"separator,omitempty"`
	Spacing   string   `json:"spacing,omitempty"`
}

type column struct {
	Type     string    `json:"type"`            // "Column"
	Width    string    `json:"width,omitempty"` // "auto", "stretch", "32px"
	Items    []element `json:"items"`
	Vertical string    `json:"verticalContentAlignment,omitempty"`
}

type actionSet struct {
	Type    string   `json:"type"` // "ActionSet"
	ID      string   `json:"id,omitempty"`
	Visible *bool    `json:"isVisible,omitempty"`
	Actions []action `json:"actions"`
	Spacing string   `json:"spacing,omitempty"`
}

type inputText struct {
	Type        string `json:"type"` // "Input.Text"
	ID          string `json:"id"`
	Label       string `json:"label,omitempty"`
	Value       string `json:"value,omitempty"`
	Placeholder string `json:"placeholder,omitempty"`
	Multiline   bool   `json:"isMultiline,omitempty"`
	Height      string `json:"height,omitempty"` // "stretch": as high as what it stands in
	MaxLength   int    `json:"maxLength,omitempty"`
	Required    bool   `json:"isRequired,omitempty"`
	Error       string `json:"errorMessage,omitempty"`
	Spacing     string `json:"spacing,omitempty"`
}

type inputDate struct {
	Type  string `json:"type"` // "Input.Date"
	ID    string `json:"id"`
	Label string `json:"label,omitempty"`
	Value string `json:"value,omitempty"`
}

type inputToggle struct {
	Type  string `json:"type"` // "Input.Toggle"
	ID    string `json:"id"`
	Title string `json:"title"`
	Value string `json:"value,omitempty"`
}

type inputChoice struct {
	Type        string   `json:"type"` // "Input.ChoiceSet"
	ID          string   `json:"id"`
	Label       string   `json:"label,omitempty"`
	Style       string   `json:"style,omitempty"`
	Value       string   `json:"value,omitempty"`
	Placeholder string   `json:"placeholder,omitempty"`
	Choices     []choice `json:"choices"`
	Data        *query   `json:"choices.data,omitempty"`
	Required    bool     `json:"isRequired,omitempty"`
	Error       string   `json:"errorMessage,omitempty"`
}

type choice struct {
	Title string `json:"title"`
	Value string `json:"value"`
}

type query struct {
	Type    string `json:"type"` // "Data.Query"
	Dataset string `json:"dataset"`
}

type execute struct {
	Type     string  `json:"type"` // "Action.Execute"
	Title    string  `json:"title,omitempty"`
	Verb     string  `json:"verb"`
	Data     data    `json:"data"`
	Style    string  `json:"style,omitempty"`
	Mode     string  `json:"mode,omitempty"`
	Inputs   string  `json:"associatedInputs,omitempty"` // "none": nothing that was entered comes along
	Fallback *submit `json:"fallback,omitempty"`
}

type submit struct {
	Type   string `json:"type"` // "Action.Submit"
	Title  string `json:"title,omitempty"`
	Data   data   `json:"data"`
	Style  string `json:"style,omitempty"`
	Mode   string `json:"mode,omitempty"`
	Inputs string `json:"associatedInputs,omitempty"`
}

type showCard struct {
	Type  string `json:"type"` // "Action.ShowCard"
	Title string `json:"title"`
	Style string `json:"style,omitempty"`
	Mode  string `json:"mode,omitempty"`
	Card  Root   `json:"card"`
}

type openURL struct {
	Type  string `json:"type"` // "Action.OpenUrl"
	Title string `json:"title"`
	URL   string `json:"url"`
}

type toggle struct {
	Type    string   `json:"type"` // "Action.ToggleVisibility"
	Title   string   `json:"title"`
	Targets []reveal `json:"targetElements"`
}

type reveal struct {
	ID      string `json:"elementId"`
	Visible *bool  `json:"isVisible,omitempty"` // nil: what it is not
}
