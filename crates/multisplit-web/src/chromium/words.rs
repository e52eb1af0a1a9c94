//! Errors of the network, in words.

/// What the browser calls an error, and what it is.
const ERRORS: [(&str, &str); 19] = [
    ("NAME_NOT_RESOLVED", "there is no server of this name"),
    ("INTERNET_DISCONNECTED", "there is no network"),
    ("CONNECTION_REFUSED", "the server does not answer at this port"),
    ("CONNECTION_RESET", "the server has broken off"),
    ("CONNECTION_CLOSED", "the server has hung up"),
    ("CONNECTION_TIMED_OUT", "the server does not answer"),
    ("TIMED_OUT", "the server does not answer"),
    ("ADDRESS_UNREACHABLE", "the network does not lead there"),
    ("EMPTY_RESPONSE", "the server has sent nothing"),
    ("TOO_MANY_REDIRECTS", "the server sends from one address to the next for ever"),
    ("CERT_DATE_INVALID", "its certificate has expired, or the clock here is wrong"),
    ("CERT_COMMON_NAME_INVALID", "its certificate is that of another server"),
    ("CERT_AUTHORITY_INVALID", "nobody who is trusted here vouches for its certificate"),
    ("CERT", "its certificate is not valid"),
    ("SSL", "a secure connection cannot be made"),
    ("FILE_NOT_FOUND", "the file is not there"),
    ("PROXY", "the proxy does not answer"),
    ("UNSAFE_PORT", "browsers do not speak at this port"),
    ("BLOCKED", "it may not be loaded from there"),
];

/// Returns why an address could not be loaded.
pub(super) fn failed(url: &str, error: &str) -> String {
    let name = error.trim_start_matches("net::").trim_start_matches("ERR_");
    let known = ERRORS.iter().find(|(part, _)| name.contains(part)).map(|(_, words)| *words);
    let place =
        url::Url::parse(url).ok().and_then(|url| Some(url.host_str()?.to_owned())).unwrap_or_else(|| url.to_owned());
    match known {
        Some(words) => format!("{place}: {words}."),
        None => format!("{place} cannot be loaded ({name})."),
    }
}

#[cfg(test)]
mod tests {
    use super::failed;

    #[test]
    fn errors_are_said_in_words_and_the_first_that_fits_is_the_most_exact() {
        let words = |error| failed("https://example.com:8443/a/b", error);
        assert_eq!(words("net::ERR_CONNECTION_REFUSED"), "example.com: the server does not answer at this port.");
        assert_eq!(
            words("net::ERR_CERT_DATE_INVALID"),
            "example.com: its certificate has expired, or the clock here is wrong."
        );
        assert_eq!(words("net::ERR_CERT_REVOKED"), "example.com: its certificate is not valid.");
        assert_eq!(words("net::ERR_ABSURD"), "example.com cannot be loaded (ABSURD).");
        assert_eq!(failed("no url", "net::ERR_FILE_NOT_FOUND"), "no url: the file is not there.");
    }
}
