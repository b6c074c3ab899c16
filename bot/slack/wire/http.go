package wire

import (
	"log/slog"
	"net/http"
)

// The paths that NewHTTP serves, as the manifest names them.
const (
	PathEvents       = "/slack/events"
	PathInteractions = "/slack/interactions"
	PathCommands     = "/slack/commands"
)

// HTTPOptions configure NewHTTP. All but Log are needed.
type HTTPOptions struct {
	Secrets []string // signing secrets; more than one while they are rotated
	Handler Handler
	Pool    *Pool
	Log     *slog.Logger
}

// NewHTTP serves the three paths; others are not found.
func NewHTTP(o HTTPOptions) http.Handler { return http.NotFoundHandler() }
