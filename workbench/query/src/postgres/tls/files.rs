//! Certificates and keys in files, in PEM.
//!
//! Invariant: an error names the file and never repeats what is in it.

use std::path::Path;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use zeroize::Zeroizing;

use crate::error::QueryError;
use crate::limits;

/// Reads the certificates of a file.
pub(super) fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, QueryError> {
    let bytes = read(path)?;
    let all: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&bytes).collect();
    match all {
        Ok(all) if all.is_empty() => Err(unusable(path, &"no certificate is in it")),
        Ok(all) => Ok(all),
        Err(error) => Err(unusable(path, &error)),
    }
}

/// Reads the private key of a file.
pub(super) fn key(path: &Path) -> Result<PrivateKeyDer<'static>, QueryError> {
    let bytes = read(path)?;
    if bytes.windows(9).any(|window| window == b"ENCRYPTED") {
        return Err(unusable(path, &"its key is encrypted with a password, which is not supported"));
    }
    PrivateKeyDer::from_pem_slice(&bytes).map_err(|_| unusable(path, &"no private key is in it"))
}

/// Returns the error of a file that cannot be used.
pub(super) fn unusable(path: &Path, why: &impl ToString) -> QueryError {
    QueryError::CertificateFile { path: path.to_owned(), why: why.to_string() }
}

fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, QueryError> {
    let read = multisplit_disk::read_limited(path, limits::CERTIFICATE_BYTES);
    read.map(Zeroizing::new).map_err(|error| unusable(path, &error))
}
