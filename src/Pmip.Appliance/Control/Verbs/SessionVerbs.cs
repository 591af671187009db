using System.Collections.Generic;

namespace Pmip.Appliance.Control.Verbs;

/// <summary>Who one is on the control socket, and what one may do there.</summary>
internal static class SessionVerbs
{
    private static readonly OperatorVerb[] Verbs =
    [
        new(VerbId.Login, "login", "makes the session one of an operator of the configuration", new VerbParameter("NAME", ParameterKind.Word))
        {
            Access = OperatorAccess.None,
            Place = VerbPlace.Desk,
            Help = "  The password is the body of the request: it never stands on the line.",
        },
        new(VerbId.Logout, "logout", "ends what login began") { Access = OperatorAccess.None, Place = VerbPlace.Desk },
        new(VerbId.WhoAmI, "whoami", "tells the operator of the session and what is allowed") { Access = OperatorAccess.None, Place = VerbPlace.Desk },
    ];

    /// <summary>All of them, in the order in which help lists them.</summary>
    public static IReadOnlyList<OperatorVerb> All => Verbs;
}
