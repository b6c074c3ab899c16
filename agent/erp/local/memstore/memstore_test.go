package memstore_test

import (
	"testing"

	"salesclerk/agent/erp/local"
	"salesclerk/agent/erp/local/localtest"
	"salesclerk/agent/erp/local/memstore"
)

func TestStore(t *testing.T) {
	localtest.Run(t, func(*testing.T) local.Store { return memstore.New() })
}
