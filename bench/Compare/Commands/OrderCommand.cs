using System.CommandLine;
using ZipkinMesh.Bench.Compare.Ordering;

namespace ZipkinMesh.Bench.Compare.Commands;

/// <summary>Defines the command of <c>bench/order</c>: reads stacks from standard input and prints functions in the order of their calls.</summary>
internal static class OrderCommand
{
    public static Command Create()
    {
        var command = new Command("order", "Reads the output of 'perf script -F ip,sym,dso' and prints our functions in the order of their calls.");
        command.SetAction(_ =>
        {
            foreach (var function in CallOrder.Of(File.ReadLines("/dev/stdin")))
            {
                Console.Out.WriteLine(function);
            }
        });
        return command;
    }
}
