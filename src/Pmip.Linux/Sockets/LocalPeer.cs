namespace Pmip.Linux.Sockets;

/// <summary>The process at the other end of a Unix socket, when it connected.</summary>
/// <param name="Process">Its number.</param>
/// <param name="User">Its effective user.</param>
/// <param name="Group">Its effective group.</param>
public readonly record struct LocalPeer(int Process, uint User, uint Group)
{
    /// <summary>True for the superuser and for the user that this process runs as.</summary>
    public bool IsOurs => User == 0 || User == LibC.EffectiveUser();
}
