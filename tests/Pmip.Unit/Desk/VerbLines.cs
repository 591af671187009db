using System.Collections.Generic;
using Pmip.Appliance.Control.Verbs;

namespace Pmip.Unit.Desk;

/// <summary>A right line for each verb.</summary>
internal static class VerbLines
{
    public static string Of(OperatorVerb verb)
    {
        List<string> words = [verb.Name];
        foreach (VerbParameter parameter in verb.Parameters)
        {
            if (!parameter.IsOptional)
            {
                words.Add(WordFor(parameter));
            }
        }

        return string.Join(' ', words);
    }

    private static string WordFor(VerbParameter parameter) => parameter.Kind switch
    {
        ParameterKind.Choice => parameter.Choices[0],
        ParameterKind.Key or ParameterKind.Number => "1",
        ParameterKind.Ipv6Prefix => "2001:db8::/64",
        ParameterKind.Ipv4AddressAndLength => "10.45.0.7/16",
        ParameterKind.Ipv4Address => "10.45.0.1",
        ParameterKind.LinkLayerAddress => "02:00:00:00:00:01",
        ParameterKind.Realm => "example.com",
        _ => "name",
    };
}
