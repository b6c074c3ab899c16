// Package catalog is the item index: it finds the item that a customer's words
// or numbers mean, and the unit they count it in.
package catalog
