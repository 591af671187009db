using System;
using Pmip.Appliance.Control.Verbs;

namespace Pmip.Appliance.Desk;

/// <summary>Words for what an operator is allowed, in the file and on the wire.</summary>
internal static class AccessNames
{
    /// <summary>The word.</summary>
    public static string Of(OperatorAccess access) => access switch
    {
        OperatorAccess.Look => "look",
        OperatorAccess.Operate => "operate",
        OperatorAccess.Configure => "configure",
        _ => "none",
    };

    /// <summary>What the word stands for; it was checked.</summary>
    public static OperatorAccess Parse(string word) => word switch
    {
        "look" => OperatorAccess.Look,
        "operate" => OperatorAccess.Operate,
        "configure" => OperatorAccess.Configure,
        _ => throw new ArgumentOutOfRangeException(nameof(word), word, "no access is called so"),
    };
}
