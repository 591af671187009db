namespace Pmip.Engine.Configuration;

/// <summary>
/// The randomness that an engine is given once. The host takes it from the kernel, tests and the simulator from their seed.
/// </summary>
/// <param name="HashKey0">First half of the key of the table hashes.</param>
/// <param name="HashKey1">Second half of the key of the table hashes.</param>
/// <param name="GreKey0">First half of the secret behind the GRE keys.</param>
/// <param name="GreKey1">Second half of the secret behind the GRE keys.</param>
/// <param name="Jitter">Seed of jitter and of the first sequence number.</param>
public readonly record struct EngineSecrets(ulong HashKey0, ulong HashKey1, ulong GreKey0, ulong GreKey1, ulong Jitter);
