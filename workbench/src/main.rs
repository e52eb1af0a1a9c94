//! The MultiSplit workbench.
mod script;
fn main() {
    let stdin = std::io::stdin();
    script::run(&mut stdin.lock(), &mut std::io::stdout().lock()).unwrap();
}
