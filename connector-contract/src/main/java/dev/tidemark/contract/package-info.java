/**
 * What every connector must hold, as tests that its own extend: {@link SourceContract}, {@link
 * TransactionalSinkContract}, {@link ReplayContract}. They say how a source or sink is opened and
 * what its target shows; the contract does the rest.
 */
package dev.tidemark.contract;
