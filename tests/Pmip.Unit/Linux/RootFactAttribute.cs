using System;
using Xunit;

namespace Pmip.Unit.Linux;

/// <summary>A test that opens raw sockets; skipped, with the reason, for anybody but root.</summary>
public sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Skip = "raw and packet sockets need root";
        }
    }
}

/// <summary>Likewise, for a test with data.</summary>
public sealed class RootTheoryAttribute : TheoryAttribute
{
    public RootTheoryAttribute() => Skip = new RootFactAttribute().Skip;
}
