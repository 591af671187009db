using System.Collections.Generic;
using System.Linq;
using Pmip.Appliance.Desk;

namespace Pmip.Appliance.Configuration;

/// <summary>Reads who may log in.</summary>
internal static class OperatorReader
{
    /// <summary>The operators of a checked configuration.</summary>
    public static IReadOnlyList<OperatorConfiguration> Read(ConfigurationCursor root) =>
    [
        .. root.Elements("operators", "name").Select(element => new OperatorConfiguration(
            element.Text("name"), element.Text("password"), AccessNames.Parse(element.Text("access")))),
    ];
}
