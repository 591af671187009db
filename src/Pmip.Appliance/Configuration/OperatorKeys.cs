using static Pmip.Appliance.Configuration.ConfigurationKind;

namespace Pmip.Appliance.Configuration;

/// <summary>Keys of who may log in.</summary>
internal static class OperatorKeys
{
    /// <summary>All of them.</summary>
    public static ConfigurationKey[] All { get; } =
    [
        ConfigurationSchema.Row(
            "operators", List, "Who may log in at the console and at the control socket. Root at the socket needs no login. Without any the serial "
                + "console lets everybody in.", maximum: 32),
        ConfigurationSchema.Row("operators[]", Section, "One operator."),
        ConfigurationSchema.Row("operators[].name", Text, "Name to log in with.", isRequired: true, minimum: 1, maximum: 32),
        ConfigurationSchema.Row(
            "operators[].password", Text, "Hash of the password as \"pmipd password\" prints it ($6$, $5$ or $y$ of crypt(5)).", isRequired: true,
            minimum: 20, maximum: 383) with
        {
            IsSecret = true,
        },
        ConfigurationSchema.Row("operators[].access", Choice, "What the operator is allowed; each includes the ones before it.", preset: "look",
            choices: ["look", "operate", "configure"]),
    ];
}
