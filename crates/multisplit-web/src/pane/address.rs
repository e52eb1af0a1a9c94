//! What stands in an address line, and where it leads.

use crate::engine::MAX_ADDRESS;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use url::{Host, Url};

/// The number of addresses that are remembered.
const MAX_VISITS: usize = 1_000;

/// Returns the address that a text names: `localhost:3000`, `example.com/a b` and `/home/me/page.html` are ones too.
///
/// # Errors
/// Words for the user, such as for a text that is no address.
///
/// # Examples
/// ```
/// use multisplit_web::parse_address;
/// assert_eq!(parse_address("example.com/a").as_deref(), Ok("https://example.com/a"));
/// assert_eq!(parse_address("localhost:3000").as_deref(), Ok("http://localhost:3000/"));
/// assert!(parse_address("javascript:alert(1)").is_err());
/// ```
pub fn parse_address(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("Type an address.".to_owned());
    }
    if text.len() > MAX_ADDRESS {
        return Err(format!("An address has at most {MAX_ADDRESS} bytes."));
    }
    if text.starts_with('/') {
        return Url::from_file_path(text).map(String::from).map_err(|()| format!("{text:.80} is no file."));
    }
    match Url::parse(text) {
        Ok(url) if is_shown(&url) => Ok(without_login(url)),
        Ok(url) if is_place(text, &url) => with_scheme(text),
        Ok(url) => Err(format!("Addresses that begin with {}: are not opened.", url.scheme())),
        Err(_) => with_scheme(text),
    }
}

/// Leaves the name and the password of a user out, which would be kept with the address.
fn without_login(mut url: Url) -> String {
    // A `file:` address has no place for them, and none of them.
    if url.set_password(None).is_err() || url.set_username("").is_err() {
        tracing::trace!("an address without a login");
    }
    url.into()
}

fn is_shown(url: &Url) -> bool {
    match url.scheme() {
        "http" | "https" => url.has_host(),
        "file" => url.to_file_path().is_ok(),
        "data" => true,
        "about" => url.path() == "blank",
        _ => false,
    }
}

/// Returns `true` if what looks like a scheme is the name of a server before its port.
fn is_place(text: &str, url: &Url) -> bool {
    let rest = text[url.scheme().len().min(text.len())..].trim_start_matches(':');
    let port = rest.split(['/', '?', '#']).next().unwrap_or_default();
    port.parse::<u16>().is_ok()
}

fn with_scheme(text: &str) -> Result<String, String> {
    let no = || format!("{text:.80} is no address.");
    let secure = Url::parse(&format!("https://{text}")).map_err(|_| no())?;
    let is_local = match secure.host() {
        Some(Host::Domain(name)) if name == "localhost" || name.ends_with(".localhost") => true,
        Some(Host::Domain(name)) if name.contains('.') && !text.contains(char::is_whitespace) => false,
        Some(Host::Ipv4(address)) => address.is_loopback() || address.is_private(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        _ => return Err(no()),
    };
    // A development server on this machine speaks without TLS.
    let plain = || Url::parse(&format!("http://{text}")).map_err(|_| no());
    Ok(if is_local { plain()? } else { secure }.into())
}

/// Returns the server of an address, or the name of its file, to stand for a title.
pub(super) fn short(url: &str) -> String {
    let Ok(parsed) = Url::parse(url) else { return url.chars().take(40).collect() };
    let file = || parsed.path_segments().and_then(Iterator::last).filter(|name| !name.is_empty());
    parsed.host_str().or_else(file).unwrap_or(parsed.scheme()).to_owned()
}

/// The addresses that were visited, shared by all panes: the latest first.
#[derive(Clone, Debug, Default)]
pub struct Visits {
    list: Arc<Mutex<VecDeque<(String, String)>>>,
}

impl Visits {
    /// Notes an address with its title.
    pub fn note(&self, url: &str, title: &str) {
        let is_web = url.starts_with("http") || url.starts_with("file:");
        if !is_web || url.len() > 2_000 {
            return;
        }
        let mut list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        if list.front().is_some_and(|(latest, words)| latest == url && words == title) {
            return;
        }
        list.retain(|(known, _)| known != url);
        list.push_front((url.to_owned(), title.chars().take(120).collect()));
        list.truncate(MAX_VISITS);
    }

    /// Returns the latest addresses, with their titles, whose address or title has all words of a text.
    #[must_use]
    pub fn matching(&self, text: &str, most: usize) -> Vec<(String, String)> {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        let list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        let has_all = |(url, title): &&(String, String)| {
            let all = [url.to_lowercase(), title.to_lowercase()].join(" ");
            words.iter().all(|word| all.contains(word))
        };
        list.iter().filter(has_all).take(most).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_VISITS, Visits, parse_address};

    #[test]
    fn what_people_type_leads_where_they_mean() {
        for (text, url) in [
            ("https://a.example/b?c#d", "https://a.example/b?c#d"),
            (" example.com ", "https://example.com/"),
            ("example.com:8443/x", "https://example.com:8443/x"),
            ("localhost", "http://localhost/"),
            ("localhost:3000/app", "http://localhost:3000/app"),
            ("127.0.0.1:8000", "http://127.0.0.1:8000/"),
            ("192.168.1.1", "http://192.168.1.1/"),
            ("[::1]:80", "http://[::1]/"),
            ("/tmp/a b.html", "file:///tmp/a%20b.html"),
            ("bücher.example", "https://xn--bcher-kva.example/"),
            ("about:blank", "about:blank"),
            ("https://me:secret@a.example/", "https://a.example/"),
        ] {
            assert_eq!(parse_address(text).as_deref(), Ok(url), "{text}");
        }
        for text in [
            "",
            "two words",
            "word",
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "mailto:a@b.c",
            "chrome://flags",
            "view-source:x",
            "https://",
        ] {
            assert!(parse_address(text).is_err(), "{text}: {:?}", parse_address(text));
        }
        assert_eq!(
            parse_address("javascript:alert(1)"),
            Err("Addresses that begin with javascript: are not opened.".to_owned())
        );
    }

    #[test]
    fn visits_are_found_by_words_of_address_and_title_the_latest_first() {
        let visits = Visits::default();
        visits.note("https://a.example/one", "First page");
        visits.note("https://b.example/two", "Second page");
        visits.note("https://a.example/one", "First page");
        visits.note("about:blank", "");
        let urls = |text| visits.matching(text, 10).into_iter().map(|(url, _)| url).collect::<Vec<_>>();
        assert_eq!(urls("PAGE"), ["https://a.example/one", "https://b.example/two"]);
        assert_eq!(urls("second b.ex"), ["https://b.example/two"]);
        for at in 0..2 * MAX_VISITS {
            visits.note(&format!("https://c.example/{at}"), "");
        }
        assert_eq!(visits.matching("", usize::MAX).len(), MAX_VISITS);
    }
}
