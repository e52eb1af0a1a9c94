//! Pages that no server has: those of the application itself.

use url::Url;

/// The begin of the addresses of an application's own pages.
pub const OWN_PAGES: &str = "http://own.invalid/";

/// The pages of an application itself. They run no scripts, and load nothing but each other.
///
/// A link in them to any other page opens elsewhere ([`State::opened`](super::State::opened)).
pub trait Content: Send + Sync {
    /// Returns what is at a path below [`OWN_PAGES`], which is decoded: `a b/c.md` for `http://own.invalid/a%20b/c.md#d`.
    ///
    /// It is called on a thread of the engine, which may wait for a disk. A page that is wanted again is asked for again.
    /// `is_page` says whether it is wanted as a page, and not as a part of one, such as a picture.
    fn answer(&self, path: &str, is_page: bool) -> Answer;
}

/// What is at an address of an own page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A page, or something in it.
    Data {
        /// What it is, as `text/html` or `image/png`. Text is UTF-8.
        kind: &'static str,
        /// The page.
        bytes: Vec<u8>,
    },
    /// It is no page: the address is in [`State::opened`](super::State::opened), for the application to open in its own way.
    Elsewhere,
    /// Nothing.
    Missing,
}

/// Returns the address of an own page by its path.
///
/// # Examples
/// ```
/// use multisplit_web::engine::{own_path, own_url};
/// assert_eq!(own_url("a b.md"), "http://own.invalid/a%20b.md");
/// assert_eq!(own_path("http://own.invalid/a%20b.md#top").as_deref(), Some("a b.md"));
/// ```
#[must_use]
pub fn own_url(path: &str) -> String {
    let Ok(mut url) = Url::parse(OWN_PAGES) else { return OWN_PAGES.to_owned() };
    // What looks encoded in the path is not.
    url.set_path(&path.replace('%', "%25"));
    url.into()
}

/// Returns the path in the address of an own page, decoded; `None` if it is no own page, or its path is no text.
#[must_use]
pub fn own_path(url: &str) -> Option<String> {
    let url = Url::parse(url).ok().filter(|_| url.starts_with(OWN_PAGES))?;
    let path = url.path().trim_start_matches('/');
    percent_encoding::percent_decode_str(path).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::{own_path, own_url};

    #[test]
    fn a_path_is_read_as_it_was_written_and_what_is_no_text_is_none() {
        for path in ["a/b.md", "with space and %.md", "%41.md", "ü/日本.md", "?#.md"] {
            assert_eq!(own_path(&own_url(path)).as_deref(), Some(path));
        }
        assert_eq!((own_path("http://own.invalid/%ff"), own_path("http://other.invalid/a")), (None, None));
    }
}
