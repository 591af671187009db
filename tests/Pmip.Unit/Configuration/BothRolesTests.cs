using Pmip.Appliance.Configuration;
using Pmip.Appliance.Host;
using Pmip.DataPath;
using Pmip.Engine.Sessions;
using Xunit;

namespace Pmip.Unit.Configuration;

public sealed class BothRolesTests
{
    private const string Both = """
        {
          "name": "hub", "role": "both",
          "limits": { "bindings": 64, "nodes": 8 },
          "transport": { "ipv6": "2001:db8:f::1", "interfaces": ["wan0"] },
          "lma": {
            "interfaces": ["pdn0"],
            "peers": [ { "name": "mag1", "ipv6": "2001:db8:f::11" } ],
            "accessPoints": [ { "name": "internet", "ipv6Pool": "2001:db8:100::/48", "ipv4Pool": "10.45.0.0/16" } ]
          },
          "mag": {
            "lmas": [ { "name": "lma2", "ipv6": "2001:db8:f::2" } ],
            "access": [ { "interface": "acc0" } ],
            "defaultProfile": { "identifier": "{mac}@example.com", "connections": [ { "accessPoint": "internet" } ] }
          }
        }
        """;

    [Fact]
    public void File_Read_BothRoles_EachEngineHasItsHalfOfTheDataPath()
    {
        ApplianceConfiguration configuration = ConfigurationSamples.Read(Both);

        int half = SessionKeys.IndexCapacityFor(configuration.Limits);
        DataPathConfiguration plan = DataPathPlan.Of(configuration);
        Assert.Equal(DataPathRoles.Lma | DataPathRoles.Mag, plan.Roles);
        Assert.Equal((2 * half) + configuration.TunnelRoom, plan.SessionCapacity);
        Assert.Equal(2 * half, DataPathPlan.FirstTunnelOf(configuration));
        Assert.True(DataPathPlan.FirstTunnelOf(configuration) <= 1 << plan.IndexBits);
        Assert.Equal(0, DataPathPlan.FirstSessionOf(configuration.Lma!.Limits));
        Assert.Equal(half, DataPathPlan.FirstSessionOf(configuration.Mag!.Limits));

        // Both see the same number of spaces, or their keys would have their index bits in different places.
        Assert.Equal(SessionKeys.IndexBitsFor(configuration.Lma.Limits), SessionKeys.IndexBitsFor(configuration.Mag.Limits));
        Assert.Equal(["acc0"], plan.AccessInterfaces);
        Assert.Equal(["pdn0"], plan.ServiceInterfaces);
    }
}
