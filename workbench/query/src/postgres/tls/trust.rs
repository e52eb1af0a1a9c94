//! What is checked of a server's certificate.
//!
//! It never skips the proof that the server has the key of its certificate.

use std::path::Path;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

use super::files;
use crate::error::QueryError;

/// Checks that an authority has signed the certificate, and with `checks_host` that it is for the host of the address.
///
/// # Errors
/// Returns the errors of [`authorities`].
pub(super) fn checked(
    file: Option<&Path>,
    checks_host: bool,
    provider: &Arc<CryptoProvider>,
    place: &str,
) -> Result<Arc<dyn ServerCertVerifier>, QueryError> {
    let roots = Arc::new(authorities(file, place)?);
    let chain = WebPkiServerVerifier::builder_with_provider(roots, Arc::clone(provider)).build();
    let chain = chain.map_err(|error| QueryError::Certificate { place: place.to_owned(), why: error.to_string() })?;
    Ok(if checks_host { chain } else { Arc::new(Lenient { chain: Some(chain), provider: Arc::clone(provider) }) })
}

/// Checks no certificate: whoever answers is believed.
pub(super) fn unchecked(provider: &Arc<CryptoProvider>) -> Arc<dyn ServerCertVerifier> {
    Arc::new(Lenient { chain: None, provider: Arc::clone(provider) })
}

/// Returns the authorities of a file, or without one those that the system trusts.
///
/// # Errors
/// Returns [`QueryError::CertificateFile`] if the file cannot be used, and [`QueryError::Certificate`] if the system trusts none.
fn authorities(file: Option<&Path>, place: &str) -> Result<RootCertStore, QueryError> {
    let mut roots = RootCertStore::empty();
    match file {
        Some(file) => {
            for certificate in files::certificates(file)? {
                roots.add(certificate).map_err(|error| files::unusable(file, &error))?;
            }
        }
        None => {
            let found = rustls_native_certs::load_native_certs();
            found.errors.iter().for_each(|error| tracing::warn!("a certificate of the system is not used: {error}"));
            // Some systems ship single certificates that cannot be read.
            roots.add_parsable_certificates(found.certs);
            if roots.is_empty() {
                let why = "this computer has no certificates to check it with; sslrootcert=FILE names some".to_owned();
                return Err(QueryError::Certificate { place: place.to_owned(), why });
            }
        }
    }
    Ok(roots)
}

/// Checks less than everything: the chain of a certificate but not its host, or nothing at all.
#[derive(Debug)]
struct Lenient {
    /// Checks the chain; `None` believes every certificate.
    chain: Option<Arc<WebPkiServerVerifier>>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Lenient {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(chain) = &self.chain else { return Ok(ServerCertVerified::assertion()) };
        // The host is checked last, after the chain was found good.
        match chain.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now) {
            Err(Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) => Ok(ServerCertVerified::assertion()),
            verified => verified,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
