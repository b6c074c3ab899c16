package connector

import "net/http"

// Client is the Bot Connector's REST API with Teams' limits kept. It is safe for
// concurrent use and takes at most 10 s for a call. It knows its own calls only:
// copies of the program share Teams' limits, and learn of each other by 429.
type Client struct {
	o    Options
	http *http.Client
}

// NewClient makes no call. Its error says what is missing in o.
func NewClient(o Options) (*Client, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	return &Client{o: o, http: o.HTTP}, nil
}
