//! Prints the client that progenitor generates from a spec.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: generate SPEC")?;
    let spec = serde_yaml::from_reader(std::fs::File::open(path)?)?;
    println!(
        "{}",
        progenitor::Generator::default().generate_tokens(&spec)?
    );
    Ok(())
}
