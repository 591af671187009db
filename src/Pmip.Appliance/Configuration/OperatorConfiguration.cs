using Pmip.Appliance.Control.Verbs;

namespace Pmip.Appliance.Configuration;

/// <summary>One who may log in.</summary>
/// <param name="Name">The name.</param>
/// <param name="PasswordHash">Hash of the password, as crypt(5) writes it.</param>
/// <param name="Access">What is allowed.</param>
internal sealed record OperatorConfiguration(string Name, string PasswordHash, OperatorAccess Access);
