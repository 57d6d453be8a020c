// The terms of a search for tags and annotations: `error and http.status_code=503`.

const separator = ' and ';

/** Splits a query into its terms, without duplicates. */
export const parseTerms = (text) => [...new Set((text ?? '').split(separator).map((term) => term.trim()).filter(Boolean))];

export const joinTerms = (terms) => terms.join(separator);
