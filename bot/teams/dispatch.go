package teams

import (
	"context"
	"errors"

	"salesclerk/bot/teams/connector"
)

// Handle is the connector.Handler: one request that is proven to be Teams'. An
// error says that nothing was changed, because the store or the back office is
// away; Teams tells the person that it failed.
func (a *App) Handle(ctx context.Context, r connector.Request) (connector.Answer, error) {
	return connector.Answer{}, errors.New("teams: not yet")
}
