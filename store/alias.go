package store

import (
	"context"
	"slices"
	"time"
)

// MaxAliases is how many words are remembered for one customer; the oldest go.
const MaxAliases = 2000

// PutAlias remembers what words of a customer mean, or forgets it (data nil). Of
// two decisions about the same words the later by at holds, whichever comes
// first, and of two of the same time the one that comes last; the same again
// changes nothing.
func (r *Records) PutAlias(ctx context.Context, customer, words string, at time.Time, data []byte) error {
	keys := []string{r.keys.alias(customer), r.keys.aliasTimes(customer), r.keys.aliasCustomers()}
	err := r.c.run(ctx, aliasScript, keys, words, at.UnixMicro(), data, MaxAliases, customer).Err()
	return fault("remember words of customer "+customer, err)
}

// Aliases are all that is remembered for a customer, in no order.
func (r *Records) Aliases(ctx context.Context, customer string) ([][]byte, error) {
	all, err := r.c.rdb.HGetAll(ctx, r.keys.alias(customer)).Result()
	if err != nil {
		return nil, fault("read what is remembered for customer "+customer, err)
	}
	out := make([][]byte, 0, len(all))
	for _, v := range all {
		out = append(out, []byte(v))
	}
	return out, nil
}

// AliasCustomers are the customers that something was remembered for, sorted.
func (r *Records) AliasCustomers(ctx context.Context) ([]string, error) {
	list, err := r.c.rdb.SMembers(ctx, r.keys.aliasCustomers()).Result()
	slices.Sort(list)
	return list, fault("read which customers words are remembered for", err)
}

// DropAliases removes all that was ever remembered for a customer.
func (r *Records) DropAliases(ctx context.Context, customer string) error {
	p := r.c.rdb.TxPipeline()
	p.Del(ctx, r.keys.alias(customer), r.keys.aliasTimes(customer))
	p.SRem(ctx, r.keys.aliasCustomers(), customer)
	_, err := p.Exec(ctx)
	return fault("forget all words of customer "+customer, err)
}
