// Package catalogbench makes catalogues of any size and what customers ask of
// them, and asks PostgreSQL the same. It is for benchmarks; the program never
// imports it, and it knows nothing of how our search works.
//
// One run goes through it like this: Items makes families of near-equal items
// (brands, sizes, materials, colours, models, in eight languages), always the
// same for a seed; Queries takes some of them and spoils their names as people
// do: misspelt, inflected, shortened, reordered; Postgres keeps the same names
// in a server of its own and is asked in several ways. Whose answers name the
// item that was meant is counted by the benchmark.
package catalogbench
