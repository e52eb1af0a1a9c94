//! Runs futures as loads. It does not start a runtime: an application that has futures already has one.

use multisplit::Failure;
use multisplit::jobs::{FailureKind, Finish, Job, JobContext};
use std::future::Future;
use std::time::Duration;
use tokio::runtime::Handle;

/// How often a pending future is checked for cancellation.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Returns a job that runs a future on a tokio runtime. The future is dropped once the job is cancelled.
///
/// # Limitations
/// The loader thread that takes the job blocks until the future ends or the job is cancelled. The number of loader threads of the host
/// therefore limits how many futures run at once. The runtime must have its timer enabled, or the load fails.
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
///             // The argument is the pooled widget, if there is one. This provider does not use it.
///             Ok(Box::new(move |_: &mut Option<String>| Ok(address)) as multisplit::jobs::Finish<String>)
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
