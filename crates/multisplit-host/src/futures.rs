//! Loads that are futures. Refuses to start a runtime: the application has one, or it would not have futures.

use multisplit::{Failure, FailureKind, Finish, Job, JobContext};
use std::future::Future;
use std::time::Duration;
use tokio::runtime::Handle;

/// How often a future that waits is looked at for being cancelled.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// A job that runs a future on a tokio runtime. The future is dropped when nobody waits for it any more.
///
/// # Limitations
/// The loader thread that takes the job waits for the future, so that as many are on their way as the host has threads.
///
/// ```
/// use multisplit::{Provided, Request, WidgetProvider};
/// struct Pages(tokio::runtime::Handle);
/// impl WidgetProvider for Pages {
///     type Widget = String;
///     fn provide(&mut self, request: Request<'_, String>) -> Provided<String> {
///         let address = request.widget.rest().to_owned();
///         Provided::Load(multisplit_host::future_job(self.0.clone(), move |_context| async move {
///             // let page = client.get(address).await?;
///             Ok(Box::new(move |_: &mut Option<String>| Ok(address)) as multisplit::Finish<String>)
///         }))
///     }
/// }
/// ```
pub fn future_job<W, F>(runtime: Handle, make: impl FnOnce(JobContext) -> F + Send + 'static) -> Job<W>
where
    F: Future<Output = Result<Finish<W>, Failure>> + Send,
{
    Box::new(move |context| {
        runtime.block_on(async {
            let mut future = std::pin::pin!(make(context.clone()));
            loop {
                if let Ok(answer) = tokio::time::timeout(LOOK_EVERY, &mut future).await {
                    return answer;
                }
                if context.is_cancelled() {
                    return Err(Failure::new(FailureKind::Cancelled, "cancelled"));
                }
            }
        })
    })
}
