namespace Pmip.Simulation.Schedules;

/// <summary>How the operator ends what a node has (<see cref="HappeningKind.OperatorEnds"/>).</summary>
public static class OperatorWays
{
    public const int Remove = 0;
    public const int RevokeAdministratively = 1;
    public const int Revoke = 2;
    public const int RevokeIpv4 = 3;
    public const int RevokeNode = 4;
    public const int RevokePeer = 5;
    public const int RevokeRealm = 6;
    public const int Count = 7;
}
