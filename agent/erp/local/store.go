package local

import (
	"context"
)

// Write is one record of a Commit.
type Write = struct {
	Kind, ID string
	Base     int64  // the revision it must have now; 0: it must not exist; -1: whatever it is
	Data     []byte // nil deletes it
}

// Store keeps records by kind and id. Package localtest checks one.
type Store interface {
	// Get returns a record and its revision, above 0 and another after every
	// write; nil and 0 if there is none.
	Get(ctx context.Context, kind, id string) (data []byte, rev int64, err error)
	// GetMany returns records in the order of ids, nil where there is none.
	GetMany(ctx context.Context, kind string, ids []string) ([][]byte, error)
	// All calls each with every record of a kind in any order, in bounded memory.
	// A record that is there all the while comes once, and maybe again if it is
	// written meanwhile; each may not write.
	All(ctx context.Context, kind string, each func(id string, data []byte) error) error
	// Commit writes all or nothing; false says that a revision differed. One
	// commit names a record at most once.
	Commit(ctx context.Context, writes []Write) (ok bool, err error)
	// Next counts: start first, then one more each time.
	Next(ctx context.Context, counter string, start int64) (int64, error)
	// Changed is the ids of a kind written or deleted after the mark, and the mark
	// for next time. An empty mark asks only for the present one. Of very many it
	// may return some, with the mark from which the next follow.
	Changed(ctx context.Context, kind, since string) (ids []string, mark string, err error)
}

// Kinds of records. The first group is master data, which Import replaces; its
// records are versioned (version.go). The second is made here.
const (
	kindSet      = "set"      // company, units, synonyms, tax
	kindItem     = "item"     // number → erp.Item
	kindPrice    = "price"    // item → []data.Price
	kindStock    = "stock"    // item → supplies
	kindCustomer = "customer" // number → erp.Customer
	kindContact  = "contact"  // number → erp.Contact
	kindAddress  = "address"  // customer → []erp.Address
	kindEmail    = "email"    // address in lower case → contact numbers
	kindHistory  = "history"  // customer → []erp.Purchase of before this system

	kindOwnContact = "owncontact" // number → erp.Contact made here
	kindOwnEmail   = "ownemail"   // address in lower case → contact number
	kindMoreEmails = "moreemails" // contact → addresses added here
	kindKey        = "key"        // what:key → the number made for it
	kindQuote      = "quote"      // number → stored
	kindOrder      = "order"      // number → stored
	kindReserve    = "reserve"    // item → []reservation of open orders
	kindBought     = "bought"     // customer → []erp.Purchase of orders made here

	kindMeta = "meta" // "generation", "import"
)

// batch is how many records are read or written at once.
const batch = 500

// tries bounds how often a write is tried anew because another was first. Each
// time somebody else got on, so that running out means a broken store.
const tries = 1000
