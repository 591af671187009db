using System;
using System.IO;
using System.Linq;
using Pmip.Engine.Mag;
using Pmip.Unit.Architecture;
using Xunit;

namespace Pmip.Unit.Engine.Mag;

public sealed class CounterTests
{
    [Fact]
    public void Counter_OfTheGateway_Enumerated_EachIsNamedByATest()
    {
        string tests = string.Concat(SourceTree.CodeFiles("tests").Select(File.ReadAllText));

        string[] never = [.. Enum.GetNames<MagCounter>().Where(name => !tests.Contains($"{nameof(MagCounter)}.{name}", StringComparison.Ordinal))];
        Assert.Empty(never);
    }
}
