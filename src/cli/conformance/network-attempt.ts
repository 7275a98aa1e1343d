/** What programs write when they want to reach a network that is not there. */
export const NETWORK_ATTEMPT = /\b(ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|getaddrinfo|Temporary failure in name resolution|Name or service not known|Network is unreachable|Could not resolve host|169\.254\.169\.254)\b/;
